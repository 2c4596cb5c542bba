package dev.sluice.stream;

/**
 * A feature that the brokers have not switched on.
 *
 * @param feature its name
 * @param level finalised level, 0 for none
 * @param needed level that is needed
 * @param why what is not promised, or not possible, without it
 * @param fix the command that puts it right
 * @param refused whether the pipeline cannot run without it
 */
public record BrokerNote(String feature, int level, int needed, String why, String fix, boolean refused) {

    /** One sentence with the place and what to do. */
    public String sentence() {
        return "the brokers have " + feature + "=" + level + ", needed is " + needed + ": " + why + "; " + fix;
    }
}
