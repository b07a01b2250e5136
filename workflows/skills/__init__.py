"""Skills: who can do what and how well, where a department is short of it, and the development that follows."""

from workflows.kernel.access import Permission
from workflows.kernel.flow import Action, Loader, Verb, Workflow
from workflows.language import marked
from workflows.reminding import nudges
from workflows.skills import actions, catalogue, looking, nudging, portrait, rating, requiring, wishing, words
from workflows.skills.digest import digest
from workflows.skills.hearing import hear
from workflows.skills.home import home
from workflows.skills.messages import render
from workflows.skills.notices import REMINDERS, notices
from workflows.skills.offers import NEEDS, relate
from workflows.skills.prospect import load_branch, load_claim, load_company, load_item, load_self, load_whose
from workflows.skills.reminders import advance, due
from workflows.skills.rules.life import MACHINE, POLICY
from workflows.skills.steps import explain


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="skills",
    command=words.COMMAND,
    summary=marked("Skills and levels, who could mentor, development, and where your department is short"),
    hint=marked("mine | of @somebody | who skill | wish skill | develop | gaps | help"),
    verbs=(
        _verb("mine", portrait.show, load_self, marked("mine: your skills, wishes and development")),
        _verb("of", portrait.show, load_whose, marked("of @somebody: the same of somebody, as far as you may know it")),
        _verb("who", looking.who, load_company, marked("who Python: who offers to mentor; for managers, who holds it")),
        _verb("list", looking.show_all, load_company, marked("list: all skills and their other names")),
        _verb(
            "wish", wishing.wish, load_self, marked("wish Python: you would like to learn it; `unwish` takes it back")
        ),
        _verb("unwish", wishing.unwish, load_self),
        _verb(
            "offer", wishing.offer, load_self, marked("offer Python: you would mentor others; `unoffer` takes it back")
        ),
        _verb("unoffer", wishing.unoffer, load_self),
        _verb("tell", wishing.tell, load_self),
        _verb("claim", rating.claim, load_self, marked("rate Python 3: propose a level for yourself")),
        _verb("take_back", rating.take_back, load_claim),
        _verb("confirm", rating.confirm, load_claim),
        _verb("differ", rating.differ, load_claim),
        _verb("turn_down", rating.turn_down, load_claim),
        _verb("rate", rating.rate, load_whose, marked("rate @somebody Python 3: how well one of your people does it")),
        _verb(
            "develop",
            actions.open_form,
            load_whose,
            marked("develop [Python]: propose training, coaching or mentoring; add “for @somebody” for your people"),
        ),
        _verb("preview", actions.preview, load_whose),
        _verb("propose", actions.propose, load_whose),
        _verb("agree", actions.agree, load_item),
        _verb("preview_agree", actions.preview_agree, load_item),
        _verb("amend", actions.amend, load_item),
        _verb("decline", actions.decline, load_item),
        _verb("withdraw", actions.withdraw, load_item),
        _verb("nudge", nudging.nudge, load_item),
        _verb("nudge_claim", nudging.nudge_claim, load_claim),
        _verb("begin", actions.begin, load_item),
        _verb("update", actions.update, load_item),
        _verb("finish", actions.finish, load_item),
        _verb("drop", actions.drop, load_item),
        _verb("step_back", actions.step_back, load_item),
        _verb("assess", actions.assess, load_item),
        _verb("look", looking.look, load_item),
        _verb(
            "gaps", requiring.show, load_branch, marked("gaps [department]: required against held, and what is missing")
        ),
        _verb("needs", requiring.needs, load_branch, marked("needs [department]: what your department requires")),
        _verb("require", requiring.require, load_branch),
        _verb("add", catalogue.add, load_company, marked("add Power BI: a new skill")),
        _verb("alias", catalogue.alias, load_company, marked("alias PBI = Power BI: another name for a skill")),
        _verb(
            "merge",
            catalogue.merge,
            load_company,
            marked("merge JS into JavaScript: two names turn out to be one skill"),
        ),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=words.read,
    explain=explain,
    notices=nudges.told(notices, nudging.questions),
    due=due,
    render=nudges.rendered(render),
    reminders=REMINDERS,
    home=home,
    digest=digest,
    advance=advance,
    hear=hear,
)
