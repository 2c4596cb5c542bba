/** Loss weights of clean samples. The only scheme so far is none: every clean sample weighs 1. */
package dev.sluice.weight;
