/**
 * Small networks of every kind that DJL builds, of the kinds that books teach, and of kinds that
 * differ from both, each trained with a recorder and without.
 */
package dev.zoetrope.menagerie;
