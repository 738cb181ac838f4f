/**
 * One training run of the article's network: its configuration, its loop, and what it tells while
 * it works.
 */
package dev.zoetrope.training;
