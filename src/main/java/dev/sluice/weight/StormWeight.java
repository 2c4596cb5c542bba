package dev.sluice.weight;

import dev.sluice.storm.Look;
import dev.sluice.storm.Rescaler;
import java.util.List;

/** What the self-taught rescaler says, see {@link Rescaler}. */
record StormWeight(Rescaler rescaler) implements WeightScheme {

    @Override
    public double raw(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return rescaler.weight(given, Look.of(passes, given));
    }
}
