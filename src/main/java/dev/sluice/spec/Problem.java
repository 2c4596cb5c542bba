package dev.sluice.spec;

/**
 * One thing wrong in a pipeline file.
 *
 * @param place the key's path, such as {@code policy.warmUp.samples}; starts with {@code --set} if it came from there
 * @param message what is wrong and what is allowed
 */
public record Problem(String place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
