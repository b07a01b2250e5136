"""A company's own expectations of its leave policy, written as YAML and run against the engine.

`run_file(path)` gives a `Report` a case; `dotted-line policy check` prints its differences and exits 1 when there are
any. The format is described in `format` and, with examples, in `README.md` beside it.
"""

from workflows.leave.rules.expectations.runner import Difference, Report, load, run, run_file

__all__ = ["Difference", "Report", "load", "run", "run_file"]
