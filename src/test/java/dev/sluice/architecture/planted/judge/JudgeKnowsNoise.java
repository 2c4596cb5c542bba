package dev.sluice.architecture.planted.judge;

import dev.sluice.architecture.planted.noise.NoiseKnowsJudge;

/** An arrow of the plan. */
public final class JudgeKnowsNoise {

    public NoiseKnowsJudge allowed;
}
