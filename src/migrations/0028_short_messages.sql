-- notifications: words for short messages are approved by the carrier beforehand; this is what it calls them.
alter table message_template add column approved_as text;
