-- Messages outward: channels and their secrets, what people want, one row per cause and recipient, every attempt; the links and feeds
-- that lead back in.

-- notifications: one row per channel a company has set up. `secret` is sealed with the installation's secret.
create table channel_setting (
  tenant_id uuid not null, channel text not null, settings jsonb not null, secret bytea not null, enabled boolean not null,
  version int not null default 1, changed_by uuid, changed_at timestamptz not null,
  primary key (tenant_id, channel)
);
call tenant_table('channel_setting');

-- Where a member is found in a channel: a user id of the vendor, an e-mail address. People are matched by it, never by name.
create table channel_address (
  tenant_id uuid not null, member_id uuid not null, channel text not null, address text not null, changed_at timestamptz not null,
  primary key (tenant_id, member_id, channel)
);
create unique index channel_address_once on channel_address (tenant_id, channel, address);
call tenant_table('channel_address');

create table push_subscription (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, endpoint text not null, p256dh text not null, auth text not null,
  device text not null default '', created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index push_subscription_once on push_subscription (tenant_id, endpoint);
create index push_subscription_member on push_subscription (tenant_id, member_id);
call tenant_table('push_subscription');

-- What a person wants by kind of notice and channel. No row: what the channel does by default.
create table message_choice (
  tenant_id uuid not null, member_id uuid not null, event_type text not null, channel text not null,
  mode text not null check (mode in ('now', 'digest', 'off')),
  primary key (tenant_id, member_id, event_type, channel)
);
call tenant_table('message_choice');

create table message_hours (
  tenant_id uuid not null, member_id uuid not null, quiet_from text not null, quiet_to text not null, working_days boolean not null, digest_at text not null,
  primary key (tenant_id, member_id)
);
call tenant_table('message_hours');

-- One row per cause, channel and recipient, ever: that is what makes a message go once.
create table message (
  tenant_id uuid not null, id uuid not null, channel text not null, cause text not null, recipient text not null,
  event_type text not null, member_id uuid, address text, message text not null, params jsonb not null, link text, urgent boolean not null,
  state text not null check (state in ('waiting', 'digest', 'sending', 'accepted', 'delivered', 'failed', 'unclear', 'withheld', 'merged')),
  not_before timestamptz not null, attempts int not null default 0, reason text, vendor_id text, merged_into uuid,
  created_at timestamptz not null, claimed_at timestamptz, accepted_at timestamptz, delivered_at timestamptz,
  primary key (tenant_id, id)
);
create unique index message_once on message (tenant_id, cause, channel, recipient);
create index message_due on message (tenant_id, channel, not_before) where state in ('waiting', 'digest', 'sending');
create index message_newest on message (tenant_id, created_at desc, id desc);
create index message_vendor on message (tenant_id, channel, vendor_id) where vendor_id is not null;
create index message_customer on message (tenant_id, channel, recipient, created_at) where member_id is null;
call tenant_table('message');

-- Each time something was handed to a vendor: the limiter counts these, the log shows them.
create table message_attempt (
  tenant_id uuid not null, id uuid not null, message_id uuid not null, channel text not null, recipient text not null, at timestamptz not null,
  outcome text not null default 'sending', detail text not null default '',
  primary key (tenant_id, id)
);
create index message_attempt_limit on message_attempt (tenant_id, channel, at);
create index message_attempt_of on message_attempt (tenant_id, message_id, at);
call tenant_table('message_attempt');

create table message_template (
  tenant_id uuid not null, message text not null, channel text not null, locale text not null, subject text not null, body text not null,
  version int not null default 1, changed_by uuid, changed_at timestamptz not null,
  primary key (tenant_id, message, channel, locale)
);
call tenant_table('message_template');

-- Customers who want no more letters in a channel; the address is kept as a hash.
create table message_opt_out (
  tenant_id uuid not null, channel text not null, recipient text not null, at timestamptz not null,
  primary key (tenant_id, channel, recipient)
);
call tenant_table('message_opt_out');

-- integrations: what came in from a vendor, by the vendor's own key: the second time it is known.
create table callback_inbox (
  tenant_id uuid not null, channel text not null, key text not null, at timestamptz not null, outcome text not null,
  primary key (tenant_id, channel, key)
);
call tenant_table('callback_inbox');

-- A link in a message that decides an approval, once.
create table decision_link (
  tenant_id uuid not null, id uuid not null, member_id uuid not null, approval_id uuid not null, message_id uuid not null,
  expires_at timestamptz not null, used_at timestamptz, answer text, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index decision_link_message on decision_link (tenant_id, message_id);
call tenant_table('decision_link');

-- tasks: the secret address of a person's calendar, kept as a hash; what a task came to and which rule made it.
create table calendar_feed (
  tenant_id uuid not null, member_id uuid not null, token_hash bytea not null, created_at timestamptz not null, read_at timestamptz,
  primary key (tenant_id, member_id)
);
call tenant_table('calendar_feed');
alter table task add column outcome text, add column source_rule text;
