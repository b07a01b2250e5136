"""The rules of leave (R1 to R44): pure functions over frozen data, with a company's policy as a validated value.

How it is used, in one transaction of `actions.py`:

- `Context` is everything the rules look at about one person; `check(Draft(...), context)` says what a request would
  cost and mean, or raises Refused with a sentence and a reason code.
- When something was decided, `settle(context)` of the *new* state of things gives the entries to append to the ledger,
  each with its day and the grant it comes from. `charge`, `reverse` and `shorten` are short forms. A ledger row keeps
  every field of `Entry`; requests keep `costs`, their price day by day, from approval on (R5).
- `balance(context, leave_type, as_of)` is what anybody is shown, `.explained()` why.

The modules: `life` (states, moves, grants), `settings` and `policy` (what a company may set), `request`, `ledger` (what
there is), `account` (grants, carry-over, expiry and charges unfolded over time), `check` (whether it may be asked for).
"""
