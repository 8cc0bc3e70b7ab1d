"""网页报告在浏览器（headless Chromium）里：筛选、说明、打印、不联网、窄屏。"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

import lxml.html
import pdfplumber
import pytest

from budgetdocs.finding import Finding, Severity
from budgetdocs.model import Path as DataPath
from budgetdocs.model import ReviewNote, Submission
from budgetdocs.readers import read
from budgetdocs.review.checker import Review
from budgetdocs.review.notes import Excused
from budgetdocs.review.reporters import Checked, html_report

pytestmark = [pytest.mark.system, pytest.mark.slow]

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--enable-logging=stderr",
    "--v=0",
)
CLEAN_PROJECTS = 3
A4 = (595, 842)

Html = lxml.html.HtmlElement

logging.getLogger("pdfminer").setLevel(
    logging.ERROR
)  # it says of each glyph of Chromium's Type 3 fonts that it has no box


class Chromium:
    """浏览器，每次用新的用户文件夹。"""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._runs = 0
        self.said = ""

    def run(self, *arguments: str) -> str:
        """照 ``arguments`` 运行一次，返回它写到标准输出的；日志在 ``said``。"""
        self._runs += 1
        profile = f"--user-data-dir={self._folder / str(self._runs)}"
        done = subprocess.run(
            [self._program, *QUIET, profile, *arguments], capture_output=True, encoding="utf-8", timeout=120, check=True
        )
        self.said = done.stderr
        return done.stdout

    def dom(self, page: Path, hash: str = "", *options: str) -> Html:
        """``page`` 装好、脚本跑完之后的文档。"""
        return lxml.html.document_fromstring(self.run("--dump-dom", *options, f"{page.as_uri()}{quote(hash, '#=&,')}"))

    def pdf(self, page: Path, hash: str = "", *options: str) -> Path:
        made = self._folder / f"{self._runs}.pdf"
        address = f"{page.as_uri()}{quote(hash, '#=&,')}"
        self.run("--no-pdf-header-footer", f"--print-to-pdf={made}", *options, address)
        return made


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Chromium:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("没有装 Chromium（chromium、chromium-browser 或 google-chrome）")
    return Chromium(program, tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="module")
def checked(root: Path) -> Checked:
    """样例的一个项目各处有毛病，后面是几个没有毛病的项目。"""
    seed = read(root / "examples" / "shacheng-2022.yaml")
    clean = [
        seed.projects[0].model_copy(update={"name": f"好项目{number}", "code": f"1307302{number}"})
        for number in range(CLEAN_PROJECTS)
    ]
    submission = seed.model_copy(update={"projects": (*seed.projects, *clean)})
    note = ReviewNote(rule="GO900", reason="上级文件另有规定")
    return Checked("沙城.yaml", submission, Review(findings(seed), [Excused(EXCUSED, note)]))


def findings(seed: Submission) -> list[Finding]:
    prose = seed.targets.specific[1].paragraphs[0]
    made: Sequence[tuple[str, Severity, DataPath, str | None, bool]] = (
        (
            "GO900",
            Severity.HINT,
            ("targets", "specific", 1, "paragraphs", 0),
            prose.replace("先租后让", "先让后租"),
            False,
        ),
        ("CO900", Severity.WARNING, ("projects", 0, "code"), None, False),
        ("CO900", Severity.WARNING, ("projects", 0, "name"), "怀财字〔2022〕7号 定额公用经费", True),
        ("PL900", Severity.ERROR, ("projects", 0, "payment_plan", "june"), None, False),
        ("SC900", Severity.ERROR, ("projects", 0), None, False),
        ("IV003", Severity.ERROR, ("projects", 0, "indicators", 0, "value"), "≥90%", True),
        ("IV003", Severity.ERROR, ("projects", 0, "indicators", 2, "value"), "≥90%", True),
        ("IN900", Severity.HINT, ("projects", 0, "indicators", 2, "basis"), None, False),
        ("IN900", Severity.WARNING, ("projects", 0, "indicators", 4), None, False),
    )
    return [
        Finding(code, severity, f"第{number}处毛病。", "", fix, safe, path)
        for number, (code, severity, path, fix, safe) in enumerate(made)
    ]


EXCUSED = Finding("GO900", Severity.ERROR, "已说明的毛病。", path=("projects", 0, "goals", 0))


@pytest.fixture(scope="module")
def page(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "报告.html"
    path.write_text(html_report([checked]), encoding="utf-8")
    return path


def shown(dom: Html) -> set[str]:
    """看得见的问题的说明里的数字；已说明的是“已”。"""
    notes = [note for note in dom.find_class("note") if not hidden(note)]
    return {note.find_class("message")[0].text_content().removeprefix("第")[0] for note in notes}


def hidden(element: Html) -> bool:
    return element.get("hidden") is not None or any(each.get("hidden") is not None for each in element.iterancestors())


def status(dom: Html) -> str:
    text: str = dom.get_element_by_id("status").text_content()
    return text


ALL = {*"012345678", "已"}


@pytest.mark.parametrize(
    ("hash", "expected"),
    [
        ("", ALL),
        ("#file-1-project-1", ALL),
        ("#severity=错误", {*"3456"}),
        ("#severity=error", {*"3456"}),
        ("#severity=错误,警告", {*"1234568"}),
        ("#severity=已说明", {"已"}),
        ("#code=IV003", {*"56"}),
        ("#code=IV003,CO900", {*"1256"}),
        ("#severity=提示&code=IN900", {"7"}),
        ("#q=资金到位率", {*"67"}),
        ("#q=资金到位率&severity=错误", {"6"}),
        ("#q=上级文件", {"已"}),
        ("#q=定额公用经费 第5处", {"5"}),
        ("#code=AM999", set()),
        ("#q=查无此文", set()),
    ],
)
def test_address_chooses_what_is_shown(hash: str, expected: set[str], chromium: Chromium, page: Path) -> None:
    dom = chromium.dom(page, hash)
    assert dom.get("data-filters") == "ready"
    assert shown(dom) == expected
    assert status(dom).endswith(f"显示 {len(expected)} 条，共 {len(ALL)} 条")
    assert status(dom).startswith("已筛选") == ("=" in hash)
    assert "CONSOLE" not in chromium.said


def test_filter_hides_what_belongs_to_hidden_findings(chromium: Chromium, page: Path) -> None:
    dom = chromium.dom(page, "#code=IV003")
    department, project = dom.find_class("section")
    assert hidden(department)
    assert not hidden(project)
    assert hidden(dom.find_class("clean")[0])
    assert all(hidden(line) for line in dom.find_class("general")[1].find_class("line"))
    marked = [each for each in project.find_class("marked") if "off" not in each.classes]
    assert [cell.get("data-label") for cell in marked] == ["指标值", "指标值"]
    assert sum(not hidden(mark) for mark in project.iter("sup")) == 2
    assert sum(not hidden(row) for row in project.find_class("notes")) == 2
    counts = {box.get("value"): box.getparent().find("output").text for box in dom.iter("input") if box.get("value")}
    assert (counts["错误"], counts["警告"], counts["IV003"], counts["CO900"]) == ("2", "0", "2", "2")


def test_search_finds_projects_without_findings(chromium: Chromium, page: Path) -> None:
    dom = chromium.dom(page, "#q=好项目1")
    (clean,) = dom.find_class("clean")
    assert not hidden(clean)
    assert [row[1].text for row in clean.iter("tr") if len(row) and row[1].tag == "td" and not hidden(row)] == [
        "好项目1"
    ]


SCRIPTED = {
    "按规则代号就地说明": (
        "document.querySelector('.note[data-code=IV003] a.code').click();",
        lambda dom: "率、比例、满意度的值要写百分号" in dom.find_class("why")[0].text_content(),
    ),
    "再按一次收起": (
        "for (const _ of '12') document.querySelector('.note[data-code=IV003] a.code').click();",
        lambda dom: not dom.find_class("why"),
    ),
    "勾选级别": (
        "document.querySelector('[value=错误]').click(); document.title = decodeURIComponent(location.hash);",
        lambda dom: shown(dom) == {*"3456"} and dom.findtext(".//title") == "#severity=错误",
    ),
    "全部收起": (
        "document.getElementById('fold').click();",
        lambda dom: all(each.get("open") is None for each in dom.find_class("section")),
    ),
    "改地址里的筛选": ("location.hash = '#severity=提示';", lambda dom: shown(dom) == {*"07"}),
    "清除筛选": (
        "document.querySelector('[value=错误]').click(); document.querySelector('[type=reset]').click();",
        lambda dom: shown(dom) == ALL and "已筛选" not in status(dom),
    ),
    "查找": (
        "const q = document.querySelector('[name=q]'); q.value = '资金到位率'; q.dispatchEvent(new Event('input', "
        "{bubbles: true}));",
        lambda dom: shown(dom) == {*"67"},
    ),
}


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_person_works_the_page(name: str, chromium: Chromium, page: Path, tmp_path: Path) -> None:
    """手的动作由加在末尾的脚本代替；为此去掉禁止外来脚本的声明。"""
    script, holds = SCRIPTED[name]
    text, count = re.subn(r"<meta http-equiv=.*?>", "", page.read_text("utf-8"))
    assert count == 1
    path = tmp_path / "动手.html"
    path.write_text(text.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    assert holds(chromium.dom(path, "", "--virtual-time-budget=3000"))


def test_policy_refuses_foreign_scripts_and_addresses(chromium: Chromium, page: Path, tmp_path: Path) -> None:
    path = tmp_path / "外来.html"
    foreign = "<script>document.title = '外来'</script><img src='https://example.invalid/a.png'></body>"
    path.write_text(page.read_text("utf-8").replace("</body>", foreign), encoding="utf-8")
    dom = chromium.dom(path)
    assert dom.findtext(".//title") != "外来"
    assert chromium.said.count("Content Security Policy") >= 2


@pytest.fixture
def server(page: Path) -> Iterator[tuple[str, list[str]]]:
    """一个代理：凡浏览器要取的都经过它，都记下；只有报告自己取得到。"""
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            content = page.read_bytes() if self.path == "http://report.test/" else b""
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_error(502)

        def log_message(self, format: str, *arguments: object) -> None:
            """不作声。"""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}", asked
        proxy.shutdown()


def test_page_asks_nothing_of_the_network(chromium: Chromium, server: tuple[str, list[str]]) -> None:
    """浏览器自己的后台请求（其制造者的主机）不算页面的。"""
    proxy, asked = server
    dom = chromium.run("--dump-dom", f"--proxy-server={proxy}", "--virtual-time-budget=2000", "http://report.test/")
    assert 'data-filters="ready"' in dom
    own = re.compile(r"(?:^|[/.])(?:google|googleapis|gvt1|gstatic)\.com(?:[:/]|$)")
    assert [each for each in asked if not own.search(each)] == ["http://report.test/"]


# -- 打印 --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["脚本开着", "脚本关掉"])
def paper(request: pytest.FixtureRequest, chromium: Chromium, page: Path) -> Path:
    """打印出的 PDF。headless 打印本身要用脚本，所以“关掉”是从网页里拿走脚本。"""
    if request.param == "脚本开着":
        return chromium.pdf(page)
    path = page.with_name("无脚本.html")
    path.write_text(re.sub(r"<script>.*</script>", "", page.read_text("utf-8"), flags=re.DOTALL), encoding="utf-8")
    return chromium.pdf(path)


def pages_of(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as opened:
        return [restored(page.extract_text()) for page in opened.pages]


def restored(text: str) -> str:
    """``text`` 不要空白；Chromium 把“目”等字的部首码写进 PDF，在此还原。"""
    return re.sub("[\u2f00-\u2fdf]", lambda found: normalize("NFKC", found[0]), "".join(text.split()))


def column(pdf: Path, label: str, after: str) -> str:
    """``label`` 一栏的文字，到 ``after`` 一栏为止，各页相连。"""
    said = ""
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            places = {restored(word["text"]): word for word in reversed(page.extract_words())}
            if label in places and after in places:
                left, right = (places[each]["x0"] - 3 for each in (label, after))
                said += restored(page.crop((left, places[label]["bottom"], right, page.height)).extract_text())
    return said


def words(pdf: Path) -> str:
    return "".join(pages_of(pdf))


def test_nothing_is_lost_on_paper(paper: Path, checked: Checked) -> None:
    text = words(paper)
    for finding in checked.review.findings:
        assert text.count(finding.message) == 1, finding.message
    assert "已说明的毛病。" in text
    assert "审核说明上级文件另有规定" in text
    assert "已筛选" not in text
    for project in checked.submission.projects:
        assert "".join(project.name.split()) in text
    values = column(paper, "指标值", "指标值确定依据")
    for indicator in checked.submission.projects[0].indicators:
        assert indicator.value.raw in values
    assert "清除筛选" not in text


def test_paper_is_a4_and_nothing_leaves_the_margins(paper: Path) -> None:
    with pdfplumber.open(paper) as opened:
        assert len(opened.pages) > 1
        for page in opened.pages:
            assert (round(page.width), round(page.height)) == A4
            drawn = [*page.chars, *page.rects, *page.lines]
            inside = [each for each in drawn if each["x1"] - each["x0"] < page.width]
            assert min(each["x0"] for each in inside) > 28
            assert max(each["x1"] for each in inside) < page.width - 28
            assert page.extract_text().splitlines()[-1].replace(" ", "") == f"{page.page_number}/{len(opened.pages)}"


def test_on_paper_rows_keep_their_findings_and_headings_their_tables(
    chromium: Chromium, checked: Checked, tmp_path: Path
) -> None:
    """表很多、页很多时：行和它下面的问题在同一页，项目的标题和它的表在同一页。"""
    pattern, found = checked.submission.projects[0], []
    projects = []
    for number in range(8):
        rows = [
            each.model_copy(update={"level3": f"行{number}{index}号"}) for index, each in enumerate(pattern.indicators)
        ]
        projects.append(pattern.model_copy(update={"name": f"项目{number}号", "indicators": tuple(rows)}))
        for index in range(number % 2, len(rows)):
            path: DataPath = ("projects", number, "indicators", index, "value")
            found.append(Finding("IV003", Severity.ERROR, f"毛病{number}{index}号", path=path))
    submission = checked.submission.model_copy(update={"projects": tuple(projects)})
    path_of_page = tmp_path / "多页.html"
    path_of_page.write_text(html_report([Checked("多页.yaml", submission, Review(found, []))]), encoding="utf-8")
    pages = pages_of(chromium.pdf(path_of_page))
    assert len(pages) > 5
    for finding in found:
        row = finding.message.replace("毛病", "行")
        assert any(row in page and finding.message in page for page in pages), finding.message
    for project in projects:
        assert any(re.search(f"{project.name}错误.*单位：万元.*单位编码.*{project.name}", page) for page in pages), (
            project.name
        )
    for page in pages:
        assert not re.search(r"(?:各规则|规则说明|单位：万元|错误[78])\d+/\d+$", page)


def test_paper_of_a_filtered_page_says_so(chromium: Chromium, page: Path) -> None:
    text = words(chromium.pdf(page, "#severity=提示"))
    assert "已筛选（提示）：显示2条，共10条" in text
    assert "第0处毛病" in text
    assert "第5处毛病" not in text


# -- 屏幕 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [500, 800, 1280, 1920])
def test_page_is_never_wider_than_the_window(width: int, chromium: Chromium, page: Path, tmp_path: Path) -> None:
    text = re.sub(r"<meta http-equiv=.*?>", "", page.read_text("utf-8"))
    measure = "<script>document.title = `${document.documentElement.scrollWidth} ${innerWidth}`</script></body>"
    path = tmp_path / "量.html"
    path.write_text(text.replace("</body>", measure), encoding="utf-8")
    title = chromium.dom(path, "", f"--window-size={width},900").findtext(".//title")
    needed, there = map(int, title.split())
    assert there >= width - 20
    assert needed <= there


def test_a_report_of_many_projects_is_quick(chromium: Chromium, checked: Checked, tmp_path: Path) -> None:
    many = 2000
    first = checked.submission.projects[0]
    found = [
        each._replace(path=("projects", number, *each.path[2:]))
        for number in range(0, many, 2)
        for each in checked.review.findings
        if each.path[0] == "projects"
    ]
    submission = checked.submission.model_copy(update={"projects": (first,) * many})
    path = tmp_path / "多.html"
    path.write_text(html_report([Checked("多.yaml", submission, Review(found, []))]), encoding="utf-8")
    assert path.stat().st_size < 20_000_000
    dom = chromium.dom(path, "#code=IV003")
    assert status(dom).endswith(f"显示 {many} 条，共 {len(found)} 条")
    (clean,) = dom.find_class("clean")
    assert clean.find("summary").text == f"没有问题的项目（{many // 2} 个）"
    assert clean.get("open") is None


def test_strange_characters_do_no_harm(chromium: Chromium, checked: Checked, tmp_path: Path) -> None:
    nasty = "<script>document.title='坏'</script><img src=x onerror=\"document.title='坏'\">\x00\u202e\ud800'\"&amp;"
    project = checked.submission.projects[0].model_copy(update={"name": nasty, "code": nasty})
    submission = checked.submission.model_copy(update={"projects": (project,)})
    finding = Finding(nasty, Severity.ERROR, nasty, "", nasty, True, ("projects", 0, "name"))
    path = tmp_path / "怪.html"
    path.write_text(html_report([Checked(nasty, submission, Review([finding], []))]), encoding="utf-8")
    dom = chromium.dom(path)
    assert dom.get("data-filters") == "ready"
    assert "坏" not in dom.findtext(".//title")
    visible = nasty.replace("\x00", r"\x00").replace("\u202e", r"\u202e").replace("\ud800", r"\ud800")
    assert dom.find_class("message")[0].text_content() == visible
    assert "CONSOLE" not in chromium.said
