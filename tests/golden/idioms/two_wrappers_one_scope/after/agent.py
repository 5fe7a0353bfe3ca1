"""The common caller of actor and critic."""
from networks import Actor, Critic, Body
import tensorflow as tf


class ActorCritic(tf.keras.layers.Layer):
    """Both heads over one trunk."""

    def __init__(self, actions=3, **kwargs):
        super().__init__(**kwargs)
        self.trunk = Body(6, name='trunk')
        self.actor = Actor(actions, trunk=self.trunk)
        self.critic = Critic(trunk=self.trunk)

    def call(self, x):
        probabilities = self.actor(x)
        value = self.critic(x)
        return probabilities, value
