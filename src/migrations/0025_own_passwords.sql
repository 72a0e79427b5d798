-- A password that somebody else chose (an administrator's one-time password) opens nothing but the page on which an own one is chosen.
set role fieldloop_auth;
alter table auth."user" add "passwordGiven" boolean not null default false;
reset role;
