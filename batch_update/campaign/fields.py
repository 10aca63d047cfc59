"""The field table: the campaign's id and the 51 fields of an update, one line each, in the order of the API page.

The template, the README's field reference, the messages and the stand-in API are all made from this table.
Names, JSON types, choices and conditions: https://docs.acefone.in/reference/add-a-dialer-campaign-copy-2
`needed_when_added`: https://docs.acefone.in/reference/add-a-dialer-campaign
"""
# fmt: off

from __future__ import annotations

from batch_update.campaign import lookups
from batch_update.campaign.agent_maps import MAPPING
from batch_update.campaign.lead_lists import LEAD_LISTS
from batch_update.kinds import (
    CHOICE,
    COUNT,
    FLAG,
    ID,
    INTEGER,
    INTEGERS,
    MINUTES,
    PHONE_NUMBER,
    RATIO,
    SECONDS,
    STRINGS,
    TEXT,
    URL,
    make_row_id,
)
from batch_update.resource import Choice, Condition, Field, Kind, Limit, Lookup

# --- choices: the code is sent, the name is for people ----------------------------------------------------------------

DIAL_METHODS = (Choice("1", "Preview"), Choice("2", "Ratio"))
TRAVERSAL_ORDERS = (Choice("1", "Oldest First"), Choice("2", "Newest First"), Choice("3", "Random"))
RING_STRATEGIES = (Choice("1", "Random"), Choice("2", "Fewest Calls"), Choice("3", "Longest Wait Time"))
AGENT_DEVICES = (Choice("1", "Agent Mobile"), Choice("2", "Agent Extension"),
                 Choice("3", "Both (Extension first, otherwise mobile)"))
DIAL_IN_TYPES = (Choice("1", "Dial In (Session)"), Choice("3", "Dial Out (Session)"),
                 Choice("2", "Dial Out (Each Call)"))  # 1, 3, 2 is the page's own order
KNOWN_DIAL_STATUSES = (  # no complete list exists: any other whole number is taken too
    Choice("0", "New"), Choice("-1", "Undisposed"), Choice("-2", "Number in Account DND List"),
    Choice("-3", "Number in Public DND List"), Choice("-4", "Emergency"), Choice("-5", "Call Drop"),
    Choice("-6", "Channel Limit Reached"), Choice("-7", "Number in Account Block List"),
    Choice("-8", "Missed By Agent"), Choice("-9", "Queue Missed"), Choice("3", "Not reachable"), Choice("9", "Busy"))


ACTIVE_LISTS = Limit(part="list_status", most=3, counted="active lists")


def _field(  # noqa: PLR0913 - the columns of the table below
    name: str, kind: Kind, example: str, meaning: str,
    *, also: tuple[str, ...], choices: tuple[Choice, ...] = (), needed_when: Condition | None = None,
    needed_when_added: bool = False, limit: Limit | None = None, lookup: Lookup | None = None,
    advice: str = "",
) -> Field:
    return Field(name=name, also=also, kind=kind, example=example, meaning=meaning, choices=choices,
                 needed_when=needed_when, needed_when_added=needed_when_added, limit=limit, lookup=lookup,
                 advice=advice)


ID_FIELD = _field("id", make_row_id("campaign"), "281", "Campaign to update", also=("Campaign ID", "Campaign Number", "Campaign No", "Camp ID", "ID of Campaign"))

FIELDS: tuple[Field, ...] = (
    _field("name", TEXT, "Diwali offers", "Name of the campaign", also=("Campaign Name", "Name of Campaign", "Camp Name", "Campaign Title"), needed_when_added=True),
    _field("description", TEXT, "Calls about the Diwali offers", "Description of the campaign", also=("Campaign Description", "Campaign Desc", "Desc")),
    _field("dial_method", CHOICE, "2", "How leads get connected", also=("Dialing Method", "Dialling Method", "Method of Dialing"), choices=DIAL_METHODS, needed_when_added=True),
    _field("auto_dial_duration", SECONDS, "30", "How long the lead is previewed before it is dialled", also=("Auto Dial Time", "Preview Duration", "Preview Time"), needed_when=Condition("dial_method", "1"), advice="The API page does not state the unit; seconds are likely."),
    _field("outbound_caller_id", ID, "1759333", "Caller ID: the unique id of the number", also=("Caller ID", "Outbound Caller", "Campaign Caller ID", "DID ID"), lookup=lookups.CALLER_IDS, needed_when_added=True, advice="The unique id of the number, not the phone number itself."),
    _field("agent_wise_caller_id", FLAG, "0", "Set a caller ID for each agent", also=("Caller ID per Agent", "Caller ID Agent Wise")),
    _field("lead_list_map", LEAD_LISTS, "1234:1; 1235:0", "Lead lists of the campaign and whether each is active", also=("Lead Lists", "Lead List", "Lead List IDs", "Lead List Mapping"), lookup=lookups.LEAD_LISTS, limit=ACTIVE_LISTS, advice=f"At most {ACTIVE_LISTS.most} lists may be active."),
    _field("agent_wise_lead_list", FLAG, "0", "Select lead lists for each agent", also=("Lead List per Agent", "Lead List Agent Wise")),
    _field("list_traversal_order", CHOICE, "1", "Order in which a lead list is dialled", also=("Traversal Order", "List Order", "Lead Order", "Dialing Order", "Dialling Order"), choices=TRAVERSAL_ORDERS),
    _field("agent_script", ID, "57", "Script that the agent sees while a lead is dialled", also=("Script ID", "Agent Script ID", "Calling Script"), lookup=lookups.SCRIPTS),
    _field("disposition_list", ID, "12", "List of the short codes for how a call ended", also=("Dispositions", "Disposition List ID", "Disposition Codes"), lookup=lookups.DISPOSITION_LISTS, needed_when_added=True),
    _field("number_of_retry", COUNT, "3", "Further tries for each lead", also=("Retries", "No of Retry", "No of Retries", "Number of Retries", "Retry Count", "Max Retries", "Retry Attempts", "Refresh Count"), needed_when_added=True),
    _field("retry_after_minutes", MINUTES, "60", "Minutes between those tries", also=("Retry After", "Retry Interval", "Retry Minutes", "Retry Delay", "Minutes between Retries", "Refresh Interval"), needed_when_added=True),
    _field("auto_disposition_cancel_duration", SECONDS, "30", "Wrap-up time of the agent", also=("Wrapup Time", "Wrap-up Duration", "Wrapup", "Wrap-up Time of Agent", "Auto Disposition Cancel"), needed_when_added=True),
    _field("dial_status", STRINGS, "0; -5", "Status codes of the leads to dial", also=("Statuses to Dial", "Dialing Status", "Dialling Status", "Status to Dial", "Lead Status to Dial"), choices=KNOWN_DIAL_STATUSES, needed_when_added=True, advice="Statuses of your own account may be used too, by their number."),
    _field("time_group", ID, "21", "Active hours of the campaign, for all agents", also=("Time Group ID", "Active Hours", "Campaign Hours"), lookup=lookups.TIME_GROUPS),
    _field("time_group_recording", ID, "310", "Recording that goes with the active hours", also=("Time Group Recording ID", "Active Hours Recording", "Recording of Active Hours"), lookup=lookups.RECORDINGS),
    _field("ring_timeout", SECONDS, "25", "How long one agent is rung before another is tried", also=("Ring Time", "Ring Duration", "Ringing Time", "Ringing Timeout")),
    _field("quick_transfer_list", ID, "14", "Quick transfer list", also=("Quick Transfer", "Quick Transfers", "Quick Transfer List ID"), lookup=lookups.QUICK_TRANSFER_LISTS),
    _field("account_dnd_list", ID, "259", "Do-not-disturb list", also=("DND List", "DND List ID", "Account DND", "Do Not Disturb List", "Do Not Call List", "DNC List"), lookup=lookups.DND_LISTS),
    _field("hide_lead_details", FLAG, "1", "Hide the customer's details", also=("Hide Customer Details", "Mask Lead Details")),
    _field("update_lead_details", FLAG, "0", "Let the customer's details be updated", also=("Update Customer Details", "Edit Lead Details", "Edit Customer Details")),
    _field("automatic_schedule_call_enabled", FLAG, "1", "Allow automatically scheduled calls", also=("Automatic Schedule Call", "Auto Schedule Call", "Automatic Scheduled Calls", "Auto Schedule Calls")),
    _field("enable_hangup", FLAG, "1", "Let the agent hang up", also=("Hangup Enabled", "Allow Hangup", "Agent Hangup")),
    _field("enable_external_transfer", FLAG, "0", "Allow external transfer", also=("External Transfer", "External Transfer Enabled", "Allow External Transfer")),
    _field("after_call_work_duration", SECONDS, "20", "Time the agent gets after a call has ended", also=("After Call Work", "After Call Work Time", "ACW", "ACW Time", "ACW Duration")),
    _field("enable_web_form", FLAG, "1", "Add a web form", also=("Web Form", "Web Form Enabled"), advice="Give webform_url too."),
    _field("webform_url", URL, "https://example.com/form", "Address of the web form", also=("Web Form Address", "Web Form Link", "Form URL")),
    _field("music_on_hold", ID, "311", "Music while the call is being connected to an agent", also=("MOH", "Hold Music", "Music on Hold ID"), lookup=lookups.RECORDINGS),
    _field("ring_strategy", CHOICE, "3", "Which agent is rung", also=("Ringing Strategy", "Agent Ring Strategy"), choices=RING_STRATEGIES),
    _field("dial_ratio", RATIO, "2", "Ratio in which agents are called", also=("Dialing Ratio", "Dialling Ratio", "Dialer Ratio", "Ratio of Dialing"), needed_when=Condition("dial_method", "2"), advice="The API page does not state how it is written; a plain number is the sure form."),
    _field("enable_transfer", FLAG, "1", "Allow transferring calls", also=("Transfer Enabled", "Allow Transfer")),
    _field("manual_lead_list", STRINGS, "1235", "Lead lists for manual dialling", also=("Manual Lead Lists", "Manual List", "Manual Dialing List", "Lead Lists for Manual Dialing"), lookup=lookups.LEAD_LISTS, needed_when=Condition("manual_dial_enabled", "1")),
    _field("break_list", ID, "16", "List of pause codes from which an agent picks the reason of a break", also=("Break List ID", "Break Codes", "Pause Codes"), lookup=lookups.BREAK_LISTS),
    _field("map_agent_caller_id", MAPPING, "as the API expects it", "Caller ID of each agent, one by one", also=("Agent Caller ID Map", "Caller ID of Each Agent"), advice="Its form is documented nowhere: it is sent as you type it."),
    _field("map_agent_lead_list", MAPPING, "as the API expects it", "Lead list of each agent, one by one", also=("Agent Lead List Map", "Lead List of Each Agent"), advice="Its form is documented nowhere: it is sent as you type it."),
    _field("connect_agent_through", CHOICE, "3", "How the agent is reached", also=("Connect Agent Via", "Connect Agent By", "Connect Through", "Agent Device"), choices=AGENT_DEVICES),
    _field("dial_in_type", CHOICE, "3", "How the agent's call is made", also=("Agent Dial In Type",), choices=DIAL_IN_TYPES, advice="With 1 - Dial In (Session), give agent_dial_in_number too."),
    _field("agent_only_callback", FLAG, "0", "Allow callbacks in the agent panel", also=("Agent Callback", "Callback to Agent Only", "Only Agent Callback")),
    _field("agent_dial_in_number", PHONE_NUMBER, "911140001234", "The agent's number for dial-in", also=("Dial In Number", "Dial-in No")),
    _field("agent", INTEGERS, "4817; 4818", "Agents who are connected and take the calls", also=("Agent ID", "Agent IDs", "Agents of Campaign", "Campaign Agents"), lookup=lookups.AGENTS, advice="The short ids of the agents, not the long ones that start with 0."),
    _field("enforce_agent_pause_code", INTEGER, "1", "Option for showing the break codes of a list", also=("Enforce Pause Code", "Agent Pause Code", "Enforce Break Code"), advice="The API page does not say which values there are."),
    _field("manual_dial_enabled", FLAG, "1", "Allow manual dialling in the agent panel", also=("Manual Dial", "Manual Dialing", "Manual Dialling", "Enable Manual Dial", "Allow Manual Dial")),
    _field("enable_inbound", FLAG, "1", "Give the campaign an inbound queue", also=("Inbound Enabled", "Allow Inbound")),
    _field("inbound_queue", ID, "147", "Queue for calls that customers make", also=("Inbound Queue ID", "Queue ID"), lookup=lookups.INBOUND_QUEUES, needed_when=Condition("enable_inbound", "1")),
    _field("enable_agent_opt_out", FLAG, "0", "Let an agent leave the inbound queue in the agent panel", also=("Agent Opt Out", "Allow Agent Opt Out")),
    _field("inbound_lead_list", ID, "8668", "Lead list for the inbound queue", also=("Inbound Lead List ID", "Inbound List"), lookup=lookups.LEAD_LISTS, needed_when=Condition("enable_inbound", "1")),
    _field("enable_auto_answer", FLAG, "1", "Connect the agent to the call automatically", also=("Auto Answer", "Auto Answer Enabled", "Allow Auto Answer")),
    _field("call_qualification_duration", SECONDS, "15", "How long a call must last to count as successful", also=("Call Qualification", "Call Qualification Time", "Qualification Duration", "Qualification Time")),
    _field("announcement_recording", ID, "312", "Recording of the welcome tune", also=("Announcement", "Welcome Tune", "Welcome Recording", "Announcement Recording ID"), lookup=lookups.RECORDINGS),
    _field("queue_timeout", SECONDS, "120", "Longest wait in the queue before the call is moved on or ended", also=("Queue Wait Time", "Max Queue Time"), advice="The API page does not state the unit; seconds are likely."),
)
