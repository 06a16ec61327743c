"""Completion for zsh, with what each word means."""

from checker.cli.common.words import Argument, Command

_FRAME = """\
#compdef telint
# Completion of telint for zsh.
_telint() {{
    local -a commands=(
{commands}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{arguments}
    esac
}}
if [ "$funcstack[1]" = _telint ]; then _telint "$@"; else compdef _telint telint; fi
"""


def script(commands: tuple[Command, ...]) -> str:
    return _FRAME.format(
        commands="\n".join(f"        '{command.name}:{_quoted(command.summary)}'" for command in commands),
        arguments="\n".join(f"    {c.name}) _arguments {' '.join(_argument(each) for each in c.arguments)} ;;" for c in commands),
    )


def _argument(each: Argument) -> str:
    values = f"({' '.join(each.values)})" if each.values else "_files" if each.files else " "
    if not each.flags:
        return f"'*:{_quoted(each.help)}:{values}'"
    flags = f"{{{','.join(each.flags)}}}" if len(each.flags) > 1 else each.flags[0]
    value = f":value:{values}" if each.takes else ""
    return f"'*'{flags}'[{_quoted(each.help)}]{value}'"


def _quoted(text: str) -> str:
    """Text inside single quotes in which brackets and colons mean nothing."""
    for special in "\\[]:":
        text = text.replace(special, f"\\{special}")
    return text.replace("'", "'\\''")
