"""Parts of an order's life, no actions by themselves: what stops a life (``OverError``) passes through them.

An action's own transaction would take that for a failure and undo the steps before.
"""
