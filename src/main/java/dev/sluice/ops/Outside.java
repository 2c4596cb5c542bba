package dev.sluice.ops;

import java.util.Optional;

/**
 * Whether those whom we depend on answer.
 *
 * @param broker empty when it answers, else what is wrong
 * @param registry the same
 */
public record Outside(Optional<String> broker, Optional<String> registry) {

    /** Both answer. */
    public static final Outside WELL = new Outside(Optional.empty(), Optional.empty());
}
