// Package dashboards says what a page is made of: a Dashboard is a list of panels, a Panel loads a View for a Query, and every number
// of a view has a door to the complaints behind it. Loading gives each panel its own deadline and keeps its own error.
package dashboards
