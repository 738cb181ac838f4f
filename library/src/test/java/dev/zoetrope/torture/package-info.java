/**
 * Recordings that are mutated, bombed and swapped, and processes that are killed. Short forms run
 * with the other tests; the long ones by system property, as each class says.
 */
package dev.zoetrope.torture;
