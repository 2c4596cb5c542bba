package dev.sluice.storm;

/**
 * One step of STORM: what the rescaler should change, and what the student became.
 *
 * <p>The student learns from one batch, each loss times its weight w; then the weighted loss of another batch from the same noisy
 * stream, J = mean of v_j l_j(student after), says how good the weights are. J depends on the rescaler in two ways, and the
 * gradient has a term for each: directly through v, the outer term, which does most of the work; and through what the student learnt,
 * the meta term, for row i of the first batch - rate / n times the inner product of J's gradient with that of its loss.
 *
 * <p>Without a probe the losses are the observed ones, and only the outer term is left.
 */
final class MetaStep {

    /** Step size of the student. */
    static final double RATE = .1;

    /** J, before the rescaler changed. */
    final double objective;
    /** Of J over the parameters of the net. */
    final double[] gradient;
    /** The student after its step; null without a probe. */
    final Probe after;

    MetaStep(Net net, Probe student, Batch learn, Batch judge) {
        gradient = new double[net.parameters.length];
        Net.Pass weigh = net.forward(judge.features());
        double[] v = weigh.weights;
        int n = v.length;
        double[] coefficients = new double[n];
        if (student == null) {
            after = null;
            for (int j = 0; j < n; j++) {
                coefficients[j] = judge.losses()[j] / n;
            }
        } else {
            Net.Pass inner = net.forward(learn.features());
            after = learnt(student, learn, inner.weights);
            double[] outer = new double[student.parameters.length];
            for (int j = 0; j < n; j++) {
                double[] x = judge.embeddings()[j];
                int given = judge.given()[j];
                double[] delta = after.delta(x, given);
                coefficients[j] = Look.loss(delta[given] + 1) / n;
                after.add(v[j] / n, delta, x, outer);
            }
            inner.back(metaTerm(student, learn, outer), gradient);
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += v[j] * coefficients[j];
        }
        objective = sum;
        weigh.back(coefficients, gradient);
    }

    private static Probe learnt(Probe student, Batch learn, double[] weights) {
        double[] step = new double[student.parameters.length];
        for (int i = 0; i < weights.length; i++) {
            double[] x = learn.embeddings()[i];
            student.add(weights[i] / weights.length, student.delta(x, learn.given()[i]), x, step);
        }
        Probe learnt = student.copy();
        learnt.step(RATE, step);
        return learnt;
    }

    private static double[] metaTerm(Probe student, Batch learn, double[] outer) {
        int n = learn.given().length;
        double[] coefficients = new double[n];
        for (int i = 0; i < n; i++) {
            double[] x = learn.embeddings()[i];
            coefficients[i] = -RATE / n * student.along(outer, student.delta(x, learn.given()[i]), x);
        }
        return coefficients;
    }
}
