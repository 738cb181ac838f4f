/** One training run of the article's network: its configuration, its loop, and its progress. */
package dev.zoetrope.training;
