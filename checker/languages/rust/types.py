"""Types as written: the one that matters behind references, smart pointers, `Option` and `Result`."""

from tree_sitter import Node

from checker.languages.rust.frame import Frame, enclosing, text
from checker.languages.rust.scopes import dotted

#: Types that a value is looked through: what is inside is used as if it were not wrapped; of a collection, each of its elements.
WRAPPERS = frozenset(
    [
        "Option", "Result", "Arc", "Rc", "Weak", "Box", "Pin", "Cow", "Mutex", "RwLock", "RefCell", "Cell", "OnceLock", "OnceCell",
        "LazyLock", "LazyCell", "Lazy", "ManuallyDrop", "MutexGuard", "RwLockReadGuard", "RwLockWriteGuard", "Ref", "RefMut", "Into",
        "AsRef", "Borrow", "Future", "BoxFuture", "IntoFuture", "Deref", "ArcSwap", "Vec", "VecDeque", "HashSet", "BTreeSet",
    ]
)
_INNER = {"reference_type", "pointer_type"}
_STEPS = 32


def core(node: Node | None, frame: Frame) -> str:
    """The dotted path of the core type: `&Arc<a::B>` -> `a.B`, `Box<dyn B>`, `impl Future<Output = Result<B>>` -> `B`; `""` for none."""
    node = inner_type(node)
    if node is None or node.type in ("tuple_type", "array_type", "function_type", "unit_type", "never_type", "bounded_type"):
        return ""
    return plain(node, frame)


def plain(node: Node, frame: Frame) -> str:
    """The dotted path of a type without wrappers."""
    return _bound(dotted(text(node), frame), frame)


def inner_type(node: Node | None) -> Node | None:
    """The type behind all wrappers."""
    for _ in range(_STEPS):
        below = _step(node) if node is not None else None
        if below is None:
            break
        node = below
    return node


def wrapped_in(node: Node | None) -> str:
    """The outermost name of a type behind references: `&Option<T>` -> `Option`."""
    while node is not None and node.type in _INNER:
        node = node.child_by_field_name("type")
    return _head(node) if node is not None else ""


def _step(node: Node) -> Node | None:
    """What a wrapper holds; None if `node` is no wrapper."""
    if node.type in _INNER:
        return node.child_by_field_name("type")
    if node.type == "array_type":
        return node.child_by_field_name("element")
    if node.type in ("dynamic_type", "abstract_type"):
        return node.child_by_field_name("trait")
    if node.type == "bounded_type":
        return next((c for c in node.named_children if c.type not in ("lifetime", "removed_trait_bound")), None)
    if node.type == "generic_type" and _head(node) in WRAPPERS:
        return _argument(node)
    return None


def _head(node: Node) -> str:
    at = node.child_by_field_name("type") if node.type == "generic_type" else node
    return text(at).rpartition("::")[2].strip()


def _argument(node: Node) -> Node | None:
    """The type inside: the first that is no lifetime, or the bound of `Output = T`."""
    listed = node.child_by_field_name("type_arguments")
    for argument in listed.named_children if listed is not None else ():
        if argument.type == "type_binding":
            return argument.child_by_field_name("type")
        if argument.type not in ("lifetime", "line_comment", "block_comment"):
            return argument
    return None


def _bound(path: str, frame: Frame) -> str:
    """The trait that a type parameter of the enclosing function stands for; `path` if it is none."""
    function = enclosing(frame, "function_item", "function_signature_item") if "." not in path else None
    if function is None:
        return path
    for node in function.node.named_children:
        if node.type == "type_parameters" or node.type == "where_clause":
            clauses = node.named_children
        else:
            continue
        for clause in clauses:
            name = clause.child_by_field_name("name") or clause.child_by_field_name("left")
            trait = _first_bound(clause) if text(name) == path else None
            if trait is not None:
                return core(trait, function)
    return path


def _first_bound(clause: Node) -> Node | None:
    bounds = clause.child_by_field_name("bounds")
    listed = bounds.named_children if bounds is not None else []
    return next((b for b in listed if b.type in ("type_identifier", "scoped_type_identifier", "generic_type")), None)
