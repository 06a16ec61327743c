"""Completion for fish, with what each word means."""

from collections.abc import Iterator

from checker.cli.common.words import Argument, Command


def script(commands: tuple[Command, ...]) -> str:
    lines = ["# Completion of telint for fish.", "complete -c telint -f"]
    for command in commands:
        lines.append(f"complete -c telint -n __fish_use_subcommand -a {command.name} -d {_quoted(command.summary)}")
        lines += [_line(command, each) for each in command.arguments]
    return "\n".join(lines) + "\n"


def _line(command: Command, each: Argument) -> str:
    words = ["complete -c telint", f"-n '__fish_seen_subcommand_from {command.name}'", *_flags(each)]
    if each.values:
        words.append(f"-x -a {_quoted(' '.join(each.values))}")
    elif each.files:
        words.append("-r -F" if each.flags else "-F")
    elif each.takes:
        words.append("-x")
    return " ".join([*words, f"-d {_quoted(each.help)}"])


def _flags(each: Argument) -> Iterator[str]:
    for flag in each.flags:
        yield f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
