package dev.sluice.architecture.planted.stream;

import ai.djl.Model;

/** Knows the library that runs models, away from the one package that may. */
public final class RunsModels {

    public Model model;
}
