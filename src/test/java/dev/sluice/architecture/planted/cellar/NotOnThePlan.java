package dev.sluice.architecture.planted.cellar;

/** A package that nobody has drawn. */
public final class NotOnThePlan {}
