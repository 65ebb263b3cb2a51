/**
 * GPU work as data: shapes, kernel arguments, launches and their plans. Filters create the plans,
 * and a GPU engine runs them, so that filters need no GPU library.
 */
package io.darkroom.kernel;
