import tensorflow as tf

GLOBAL_SCOPE = "Global_Net"


class ACNet(object):
    def __init__(self, scope, n_s, n_a, globalAC=None):
        self.n_s, self.n_a = n_s, n_a
        if scope == GLOBAL_SCOPE:  # the global network
            with tf.variable_scope(scope):
                self.s = tf.placeholder(tf.float32, [None, n_s], 'S')
                self.a_prob, self.v, self.a_params, self.c_params = self._build_net(scope)
        else:  # a local one, with its losses
            with tf.variable_scope(scope):
                self.s = tf.placeholder(tf.float32, [None, n_s], 'S')
                self.target = tf.placeholder(tf.float32, [None, 1], 'target')
                self.a_prob, self.v, self.a_params, self.c_params = self._build_net(scope)
                self.c_loss = tf.reduce_mean(tf.square(self.target - self.v))
                self.c_grads = tf.gradients(self.c_loss, self.c_params)
            with tf.name_scope('pull'):
                self.pull_a_params = [l_p.assign(g_p) for l_p, g_p in zip(self.a_params, globalAC.a_params)]
                self.pull_c_params = [l_p.assign(g_p) for l_p, g_p in zip(self.c_params, globalAC.c_params)]

    def _build_net(self, scope):
        w_init = tf.random_normal_initializer(0., .1)
        with tf.variable_scope('actor'):
            l_a = tf.layers.dense(self.s, 20, tf.nn.relu6, kernel_initializer=w_init, name='la')
            a_prob = tf.layers.dense(l_a, self.n_a, tf.nn.softmax, kernel_initializer=w_init, name='ap')
        with tf.variable_scope('critic'):
            l_c = tf.layers.dense(self.s, 10, tf.nn.relu6, kernel_initializer=w_init, name='lc')
            v = tf.layers.dense(l_c, 1, kernel_initializer=w_init, name='v')  # state value
        a_params = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=scope + '/actor')
        c_params = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=scope + '/critic')
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
