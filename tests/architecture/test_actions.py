"""One use case, one file, one public function of the same name; the entrance opens the one transaction."""

from __future__ import annotations

import ast

from tests.architecture.tree import functions, named, parsed, sources

ACTIONS = [path for path in sources("*/actions/*.py") if path.stem != "__init__"]
ENTRANCES = sources("*/views.py", "*/views/*.py", "*/tasks.py", "*/tasks/*.py", "*/api.py", "*/api/*.py", "cli/*.py")
# The only files that may write an order's state (workorders/README.md).
STATE_WRITERS = {"open_order", "move", "import_history"}


def _public(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_an_action_file_holds_one_public_function_of_its_name() -> None:
    assert ACTIONS
    wrong = {named(p): [f.name for f in _public(parsed(p))] for p in ACTIONS}
    assert not {path: found for path, found in wrong.items() if found != [path.rsplit("/", 1)[1][:-3]]}


def test_an_action_takes_words_only_and_says_its_contract() -> None:
    for path in ACTIONS:
        (function,) = _public(parsed(path))
        assert not function.args.args, f"{named(path)}: keyword-only, please"
        assert ast.get_docstring(function), f"{named(path)}: a docstring, please"


def test_an_action_runs_inside_the_entrance_s_transaction() -> None:
    for path in ACTIONS:
        (function,) = _public(parsed(path))
        decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
        assert "transaction.atomic(savepoint=False)" in decorators, named(path)


def test_an_entrance_that_calls_an_action_opens_exactly_one_commit() -> None:
    names = {path.stem for path in ACTIONS}
    checked = 0
    for path in ENTRANCES:
        for function in functions(parsed(path)):
            calls = [ast.unparse(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)]
            if not names.intersection(calls):
                continue
            checked += 1
            assert calls.count("one_commit") == 1, f"{named(path)}:{function.name}"
    assert checked


def test_only_three_files_write_an_order_s_state() -> None:
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                written = {ast.unparse(one) for target in targets for one in ast.walk(target)}
                if "order.state" in written:
                    assert path.stem in STATE_WRITERS, f"{named(path)}:{node.lineno}"
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Order":
                assert path.stem in STATE_WRITERS, f"{named(path)}:{node.lineno}"
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Order.objects"):
                words = {keyword.arg for keyword in node.keywords}
                assert not (words & {"state"} and ast.unparse(node.func).endswith(("update", "create"))), named(path)


def test_entrances_ask_queries_and_actions_never_the_tables() -> None:
    for path in [*ENTRANCES, *sources("*/forms.py", "*/forms/*.py", "*/schemas.py", "*/urls.py")]:
        assert ".objects" not in path.read_text(), named(path)
