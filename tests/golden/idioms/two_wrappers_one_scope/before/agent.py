"""The common caller of actor and critic."""
from networks import actor, critic


def actor_critic(x, actions=3):
    """Both heads over one trunk."""
    probabilities = actor(x, actions)
    value = critic(x)
    return probabilities, value
