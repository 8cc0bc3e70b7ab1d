"""Many submissions at once: plan, run, write, resume."""
