"""Whether the tests would notice: small changes to what must not be wrong, each tried on the tests that know it.

The checkout is never touched: a change lives in one forked process. Kept libraries were looked at: mutmut and
cosmic-ray copy or rewrite the tree that is worked in, and mutatest has had no release since 2022.
"""
