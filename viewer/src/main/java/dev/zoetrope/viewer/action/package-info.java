/**
 * Every action of the player and its keys. Menus, tooltips and the list of keys are made from
 * these.
 */
package dev.zoetrope.viewer.action;
