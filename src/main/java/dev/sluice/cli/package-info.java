/**
 * The command line: one class a command, which parses, calls and prints.
 *
 * <p>A command is a {@code Callable<Integer>} whose result is the exit code: 0 done, 1 failed or out of balance, 2
 * misuse. It throws instead of printing errors; {@link dev.sluice.cli.Failures} makes one line of whatever was thrown. A
 * new command is one class here and one line in {@link dev.sluice.cli.SluiceCommand}.
 */
package dev.sluice.cli;
