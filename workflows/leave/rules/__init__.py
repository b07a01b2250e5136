"""The rules of leave (R1 to R44): pure functions over frozen data, with a company's policy as a validated value.

How it is used, in one transaction of `actions.py`:

- `Context` is everything the rules look at about one person; `check(Draft(...), context)` says what a request would
  cost and mean, or raises Refused with a sentence and a reason code.
- When something was decided, `settle(context)` of the *new* state of things gives the entries to append to the ledger,
  each with its day and the grant it comes from. `charge`, `reverse` and `shorten` are short forms. A ledger row keeps
  every field of `Entry`; requests keep `costs`, their price day by day, from approval on (R5).
- `balance(context, leave_type, as_of)` is what anybody is shown, `.explained()` why.

The modules, from the ground up:

- `settings`, `policy`: what a company may set, validated; `words`: how amounts are said.
- `life`: states, moves, grants. `request`, `ledger`: what there is. `context`: what the rules look at.
- `entitlement`: what a leave year gives, and when. `story`, `account`: grants, carry-over, expiry and leave unfolded
  over time. `balance`: how somebody stands, and what the ledger lacks.
- `case`, `check`: a draft and how it is judged, by `whole` (cost, overlap), `timing`, `runs`, `group` (blackout, cover,
  replacement) and `afford`; `nearest`: what would pass instead (`advised` is `check` with that in its refusals).
- `changes`: cancelling, shortening, sickness, recounting. `earning`: comp time and closing days. `adjusting`: entries
  by hand. `approvers`: who stands in for whom. `assignment`: whose policy is which.
- `expectations`: a company's own expectations as files, for `dotted-line policy check`.
"""
