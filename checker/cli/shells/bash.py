"""Completion for bash 4 and later."""

from collections.abc import Sequence

from checker.cli.common.words import Argument, Command

_FRAME = """\
# Completion of telint for bash.
_telint() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{commands} --help --version" -- "$cur"))
        return
    fi
    case $command:$prev in
{values}
    esac
    case $command:$cur in
{flags}
{rest}
    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
    esac
}}
complete -o filenames -F _telint telint
"""


def script(commands: tuple[Command, ...]) -> str:
    return _FRAME.format(
        commands=" ".join(command.name for command in commands),
        values="\n".join(_after(command, each) for command in commands for each in command.arguments if each.flags and each.takes),
        flags="\n".join(_offered(f"{c.name}:-*", [flag for each in c.arguments for flag in each.flags]) for c in commands),
        rest="\n".join(_offered(f"{c.name}:*", each.values) for c in commands for each in c.arguments if not each.flags and each.values),
    )


def _after(command: Command, option: Argument) -> str:
    pattern = "|".join(f"{command.name}:{flag}" for flag in option.flags)
    if option.values:
        return _offered(pattern, option.values)
    return f'    {pattern}) COMPREPLY=($(compgen -f -- "$cur")); return ;;' if option.files else f"    {pattern}) return ;;"


def _offered(pattern: str, words: Sequence[str]) -> str:
    return f'    {pattern}) COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$cur")); return ;;'
