package dev.sluice.stream;

import dev.sluice.judge.Policy;

/** The policy in force in this instance: the highest version of the policies topic. */
public final class PolicyFeed {

    private volatile Policy newest;

    synchronized void offer(Policy policy) {
        if (newest == null || policy.version() > newest.version()) {
            newest = policy;
        }
    }

    /** The policy in force, or null while the topic is still empty. */
    public Policy newest() {
        return newest;
    }
}
