/** The same learner and judge over recorded or filed input: rehearsals, and checks of what a live run left behind. */
package dev.sluice.replay;
