/** Loss weights of clean samples: how a raw weight is found, and how it becomes the weight that a trainer multiplies by. */
package dev.sluice.weight;
