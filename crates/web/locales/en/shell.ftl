# The shell in English; everything else falls back to Russian.
okno = okno
skip = Skip to the content
nav-main = Main menu
nav-services = All services
nav-account = My account
nav-sign-in = Sign in
sign-out = Sign out
contrast-on = Large print
contrast-off = Normal print
crumb-home = Home
yes = Yes
no = No
