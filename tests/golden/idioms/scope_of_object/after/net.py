import tensorflow as tf

GLOBAL_SCOPE = "Global_Net"


class ACNet(object):
    def __init__(self, scope, n_s, n_a, globalAC=None):
        self.scope = scope
        self.n_s, self.n_a = n_s, n_a
        self.la = tf.keras.layers.Dense(
            20, activation=tf.nn.relu6,
            kernel_initializer=tf.keras.initializers.RandomNormal(0., .1), name='la')
        self.ap = tf.keras.layers.Dense(
            self.n_a, activation=tf.nn.softmax,
            kernel_initializer=tf.keras.initializers.RandomNormal(0., .1), name='ap')
        self.lc = tf.keras.layers.Dense(
            10, activation=tf.nn.relu6,
            kernel_initializer=tf.keras.initializers.RandomNormal(0., .1), name='lc')
        self.v_layer = tf.keras.layers.Dense(
            1, kernel_initializer=tf.keras.initializers.RandomNormal(0., .1), name='v')
        if scope == GLOBAL_SCOPE:  # the global network
            self.s = tf.compat.v1.placeholder(tf.float32, [None, n_s], 'S')
            self.a_prob, self.v, self.a_params, self.c_params = self._build_net(scope)
        else:  # a local one, with its losses
            self.s = tf.compat.v1.placeholder(tf.float32, [None, n_s], 'S')
            self.target = tf.compat.v1.placeholder(tf.float32, [None, 1], 'target')
            self.a_prob, self.v, self.a_params, self.c_params = self._build_net(scope)
            self.c_loss = tf.reduce_mean(tf.square(self.target - self.v))
            self.c_grads = tf.gradients(self.c_loss, self.c_params)
            with tf.name_scope('pull'):
                self.pull_a_params = [l_p.assign(g_p) for l_p, g_p in zip(self.a_params, globalAC.a_params)]
                self.pull_c_params = [l_p.assign(g_p) for l_p, g_p in zip(self.c_params, globalAC.c_params)]

    def _build_net(self, scope):
        l_a = self.la(self.s)
        a_prob = self.ap(l_a)
        l_c = self.lc(self.s)
        v = self.v_layer(l_c)  # state value
        a_params = [v.value for layer in (self.la, self.ap) for v in layer.trainable_variables]
        c_params = [v.value for layer in (self.lc, self.v_layer) for v in layer.trainable_variables]
        return a_prob, v, a_params, c_params


class Worker(object):
    def __init__(self, name, globalAC):
        self.name = name
        self.AC = ACNet(name, 4, 2, globalAC)


def build():
    net = ACNet(GLOBAL_SCOPE, 4, 2)
    workers = []
    for i in range(2):
        i_name = 'W_%i' % i
        workers.append(Worker(i_name, net))
    return net, workers
