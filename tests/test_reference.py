"""The reference of rules: what is written of a rule and its examples."""

from checker.cli.common.pages import first_cases
from checker.report.reference import documents
from tests.fake_pipeline import rule


def test_a_rule_is_told_with_its_examples() -> None:
    case = "Rust: `x`\n\nProse.\n\n```rust title=src/a.rs\nx(); // expect: a-rule\ny(); // ok: a-rule it is <b>\nz();\n```"

    pages = documents([rule("a-rule")._replace(summary="<b> *s*")], {"a-rule": first_cases(f"# a-rule\n\n## {case}\n")})

    assert sorted(pages) == ["README.md", "registration.md"]
    assert "| [a-rule](registration.md#a-rule) | error | 1 | \\<b\\> \\*s\\* |" in pages["README.md"]
    shown = "`src/a.rs`:\n\n```rust\nx(); // found\ny(); // not found: it is <b>\nz();\n```\n"
    assert f"### Rust: `x`\n\nProse.\n\n{shown}" in pages["registration.md"]
    assert "**How to mend it.** Mend so." in pages["registration.md"]
