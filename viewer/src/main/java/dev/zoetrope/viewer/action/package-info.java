/**
 * The actions of the player and their keys. Menus, tooltips and the list of keys are made from
 * them.
 */
package dev.zoetrope.viewer.action;
