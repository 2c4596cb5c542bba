/** The pure function of the house: {@code judge(sample, evidence, snapshot, policy) -> decision}. JDK and core only. */
package dev.sluice.judge;
