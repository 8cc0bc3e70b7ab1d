"""What a reviewer reads out of a form: names of indicators, levels, figures in prose, wording, and what to propose.

Nothing here judges; the rules do.
"""
