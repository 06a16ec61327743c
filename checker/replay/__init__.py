"""A run that would find what an earlier one found is not made again: what that one said is shown once more.

A run rests on the files that it read, on those that it looked for, and on the names that it searched for in all others. All of that is kept
with what it said, in the folder of git, which no clone, archive or merge brings along. Where nothing of it has changed, nor telint, nor the
day, the answer is the same; a source that has changed and held nothing that was asked for counts as unchanged as long as it still holds
nothing of it. Everything else is a run of its own (the verifying traces of "Build systems à la carte", https://doi.org/10.1145/3236774).

Whatever is needed to show a run again imports next to nothing.
"""
