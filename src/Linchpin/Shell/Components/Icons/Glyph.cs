namespace Linchpin.Shell.Components.Icons;

/// <summary>The icons of the house. Each is drawn in <see cref="Icon"/>.</summary>
public enum Glyph
{
    Alarm, Arrow, ArrowBack, Calendar, Camera, CameraOff, Chat, Check, Clock, Close, Dot, Download, Edit, Food, Globe, Heart, House, Info,
    List, Lock, MapPin, Mic, MicOff, Moon, Note, People, Person, Phone, Plus, Print, Screen, Search, Shield, SignOut, Video, Warning,
}
