"""Elastic Load Balancing: the health of tasks, and the order of rules.

- A target of moto is healthy at once, and gone as soon as it is deregistered.
- DescribeRules lists rules in the order in which they were made; ELB, by priority.
- SetRulePriorities refuses to exchange the priorities of two rules, and to set the priority that a rule has.
"""

from collections import OrderedDict

from moto.ecs.models import ecs_backends
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeListener, FakeTargetGroup

from patching import replaces
from rollouts.clock import changing
from rollouts.progress import catch_up
from rollouts.targets import STATES


@replaces(ELBv2Backend, "describe_target_health")
def after_what_is_due(original, self, *args):
    with changing:
        catch_up(ecs_backends[self.account_id][self.region_name])
        return original(self, *args)


@replaces(FakeTargetGroup, "health_for")
def health_of_task(original, self, target, ec2_backend):
    found = self.targets.get(target["Id"], {})
    if "health" not in found:
        return original(self, target, ec2_backend)
    reason, description = STATES[found["health"]]
    return FakeHealthStatus(found["Id"], found["Port"], str(found["Port"]), found["health"], reason, description)


FakeListener.rules = property(
    lambda listener: OrderedDict(
        [
            *sorted(listener._non_default_rules.items(), key=lambda it: int(it[1].priority)),
            *listener._default_rule.items(),
        ]
    )
)


@replaces(ELBv2Backend, "set_rule_priorities")
def exchange(original, self, rule_priorities):
    """Takes the rules out of the way of each other first; puts them back when the change is refused."""
    named = [rule for it in rule_priorities for rule in self.describe_rules(None, [it["RuleArn"]])]
    before = [rule.priority for rule in named]
    for rule in named:
        rule.priority = 0
    try:
        return original(self, rule_priorities)
    except Exception:
        for rule, priority in zip(named, before, strict=True):
            rule.priority = priority
        raise
