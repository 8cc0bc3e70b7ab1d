"""Many documents at once: plan, run, write, prove, resume.

plan (what is to be made, under which names) → job (one chunk of it, in any process) → run (a window of chunks, retried
and resumed) → manifest (what was made).
"""
