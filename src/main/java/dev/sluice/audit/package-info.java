/** The batch reference: confident learning in its two-pass definition over files of any size. */
package dev.sluice.audit;
