"""What a run costs, in CPU time, beside a floor measured in the same minute.

`python -m benchmarks.run` compares with bare Python, with a loop that reads the same bytes, with an earlier
assumelint and with other linters; `python -m benchmarks.scaling` says how the cost grows. Only the standard library
is needed, on a POSIX system. The limits are ratios, so that they hold on any machine.
"""
