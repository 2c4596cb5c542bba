package dev.sluice.architecture.planted.util;

/** A package without a subject. */
public final class Hidden {}
