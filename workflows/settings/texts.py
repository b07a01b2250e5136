"""What is said to somebody in each of their roles: a welcome, once, and what they can type, whenever they look."""

from collections.abc import Mapping

from workflows.language import marked
from workflows.settings.rules import Role

TITLES: Mapping[Role, str] = {
    Role.STAFF: marked("For everybody"),
    Role.OPERATIONS_MANAGER: marked("As an operations manager"),
    Role.PROJECT_MANAGER: marked("As a project manager"),
    Role.PEOPLE_ADMIN: marked("As a people admin"),
}
WELCOMES: Mapping[Role, str] = {
    Role.STAFF: marked(
        "*Welcome!* I carry what has to cross between you, your operations manager and your project managers: leave, "
        "absences, skills, handovers. What waits for you always stands at the top of this page, with its buttons."
    ),
    Role.OPERATIONS_MANAGER: marked(
        "*You are an operations manager here.* What your people ask for comes to you as a message with buttons, and "
        "stays at the top of this page until it is answered. Each working morning a digest says what matters in your "
        "department; what you leave unanswered for days goes to your deputy, then further up."
    ),
    Role.PROJECT_MANAGER: marked(
        "*You are a project manager here.* You can ask departments for people, keep your milestones and your budget, "
        "and say how somebody's work goes. When leave touches your project you are asked for your word; the operations "
        "manager decides."
    ),
    Role.PEOPLE_ADMIN: marked(
        "*You are a people admin here.* You keep the directory and the leave policies; newcomers and gaps stand on "
        "this page, and I tell you when a message could not be delivered. Reasons and cases stay with those who "
        "decide about them."
    ),
}
HELP: Mapping[Role, tuple[str, ...]] = {
    Role.STAFF: (
        marked("`/leave` to ask for days off, `/leave balance` for what is left, `/leave who` for who is away"),
        marked("`/sick` when you are ill, `/absence back` when you are well again"),
        marked("`/skills mine` for your skills and development, `/staff load me` for how far you are booked"),
        marked("`/people me` for what I know about you, `/calendar` for who is away in your own calendar"),
    ),
    Role.OPERATIONS_MANAGER: (
        marked("`/leave waiting` for what waits for your decision, `/leave floor` for how many must be there"),
        marked("`/staff list` for who asks for your people, `/staff plan` for who could take what"),
        marked("`/skills gaps` for where your department is short, `/report list` for cases put to you"),
        marked("`/onboard` for who joins and leaves, `/budget` for your department's budget"),
    ),
    Role.PROJECT_MANAGER: (
        marked("`/staff ask` for people, `/milestone` for what your project is to reach"),
        marked("`/budget` for what it costs and earns, `/handover start` when it changes hands"),
        marked("`/report @somebody` to tell an operations manager how somebody's work goes"),
    ),
    Role.PEOPLE_ADMIN: (
        marked("`/people add @somebody` for a newcomer, `/onboard roles` for who looks after IT"),
        marked("`/leave adjust for @somebody` to correct a balance, `/leave closed` for days the company is closed"),
    ),
}
