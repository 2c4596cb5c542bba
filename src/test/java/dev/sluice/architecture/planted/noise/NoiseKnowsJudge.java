package dev.sluice.architecture.planted.noise;

import dev.sluice.architecture.planted.judge.JudgeKnowsNoise;

/** Breaks the arrows, and closes a cycle with its counterpart, whose own arrow is allowed. */
public final class NoiseKnowsJudge {

    public JudgeKnowsNoise wrongWay;
}
