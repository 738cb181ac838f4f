/**
 * Small networks of every kind that DJL offers, of those in textbooks, and of unusual ones, each
 * trained with and without a recorder.
 */
package dev.zoetrope.menagerie;
