import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges PDF files: java -cp JAR VeraPdf.java PROFILE[,PROFILE…] FILE…
 *
 * For each file and profile one line "profile TAB file TAB number of checks", then one for each rule that is broken:
 * "profile TAB file TAB clause-test TAB how often TAB message". The profiles are read here because the jar, which is
 * made for another purpose, has the library but not the part of it that reads them.
 */
public class VeraPdf {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String name : arguments[0].split(",")) {
      ValidationProfile profile = profile(name);
      for (int i = 1; i < arguments.length; i++) {
        judge(arguments[i], name, profile, out);
      }
    }
  }

  static void judge(String file, String name, ValidationProfile profile, PrintStream out) throws Exception {
    PDFAFlavour flavour = profile.getPDFAFlavour();
    try (InputStream stream = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour)) {
      ValidationResult result =
          Foundries.defaultInstance().createValidator(profile, 1000, false, true, false).validate(parser);
      TreeMap<String, Integer> counts = new TreeMap<>();
      TreeMap<String, String> messages = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          counts.merge(rule, 1, Integer::sum);
          messages.putIfAbsent(rule, String.valueOf(assertion.getMessage()).replaceAll("\\s+", " "));
        }
      }
      if (result.isCompliant() != counts.isEmpty()) {
        throw new IllegalStateException(file + ": compliant is " + result.isCompliant() + ", but " + counts);
      }
      out.println(String.join("\t", name, file, String.valueOf(result.getTotalAssertions())));
      for (String rule : counts.keySet()) {
        out.println(String.join("\t", name, file, rule, counts.get(rule).toString(), messages.get(rule)));
      }
    }
  }

  static ValidationProfile profile(String name) throws Exception {
    Element root;
    try (InputStream stream = VeraPdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
    }
    Set<Rule> rules = new HashSet<>();
    for (Element rule : all(root, "rule")) {
      Element id = all(rule, "id").get(0);
      RuleId ruleId =
          Profiles.ruleIdFromValues(
              PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
              id.getAttribute("clause"),
              Integer.parseInt(id.getAttribute("testNumber")));
      String deferred = rule.getAttribute("deferred");
      rules.add(
          Profiles.ruleFromValues(
              ruleId,
              rule.getAttribute("object"),
              deferred.isEmpty() ? null : Boolean.valueOf(deferred),
              rule.getAttribute("tags"),
              text(rule, "description"),
              text(rule, "test"),
              Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()),
              new ArrayList<>()));
    }
    Set<Variable> variables = new HashSet<>();
    for (Element variable : all(root, "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    return Profiles.profileFromValues(
        PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
        "",
        rules,
        variables);
  }

  static List<Element> all(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  static String text(Element parent, String name) {
    List<Element> found = all(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
